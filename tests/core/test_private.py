"""What points to one person is blotted out of what goes public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.core.private import masked


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("手机13800138000。", "手机［电话已隐去］。"),
        ("手机１３８ ００１３ ８０００", "手机［电话已隐去］"),
        ("电话0000-88880001", "电话［电话已隐去］"),
        ("身份证11010519491231002X", "身份证［证件号码已隐去］"),
        ("卡号6222021234567890128", "卡号［账号已隐去］"),
        ("我家住幸福路8号2栋301室，", "我［住址已隐去］，"),
        ("出生日期1980年5月3日", "出生日期［日期已隐去］"),
        ("邮箱zhang.san@example.com", "邮箱［邮箱已隐去］"),
        ("微信号zhang_san88", "微信号［联系方式已隐去］"),
        ("我叫张三丰，在云帆公司", "我叫［姓名已隐去］，在某某"),
        ("老板李四不发工资", "老板某某不发工资"),
        ("2026年11月2日，欠薪8000元", "2026年11月2日，欠薪8000元"),
        ("根据第38条，应休10天", "根据第38条，应休10天"),
    ],
)
def test_a_text_without_what_points_to_one_person(text, left):
    """Numbers by their looks, names that staff listed; days, sums and paragraphs stay."""
    assert masked(text, ["李四", "云帆公司"]) == left


@given(before=st.text(alphabet="加班工资没有发，。 \n", max_size=20), after=st.text(max_size=20))
def test_a_listed_name_never_stays(before, after):
    """Wherever it stands; and masking once is enough."""
    once = masked(f"{before}欧阳明日{after}", ["欧阳明日"])
    assert "欧阳明日" not in once

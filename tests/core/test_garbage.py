"""Garbage is looked for again once what stays has been made."""

import gc

from pipelines.core import garbage


def test_the_collector_rests_for_a_while():
    """Also where the block fails; who had switched it off finds it off."""
    with garbage.kept():
        assert not gc.isenabled()
        with garbage.kept():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()

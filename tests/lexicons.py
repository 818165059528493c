"""Lexicons for tests, from a few words or as YAML."""

import json
from collections.abc import Sequence
from typing import Any

from pipelines.core.charter.lexicons import read_lexicons
from pipelines.core.words.compiled import Lexicons


def lexicon(*words: str, entries: dict[str, Any] | None = None, **head: Any) -> bytes:
    """One lexicon file; JSON is YAML."""
    whole = {
        "name": "测试",
        "category": "gambling",
        "disguised": "true",
        "entries": {**{word: {} for word in words}, **(entries or {})},
    }
    return json.dumps(whole | head, ensure_ascii=False).encode()


def lexicons(*files: bytes) -> Lexicons:
    """Lexicons compiled from such files, which must be faultless."""
    compiled, wrong = read_lexicons({f"lexicons/{n}.yml": raw for n, raw in enumerate(files)})
    assert wrong == []
    return compiled()


def of(*words: str, **more: Any) -> Lexicons:
    """One lexicon of these words."""
    return lexicons(lexicon(*words, **more))


def evasions(word: str) -> dict[str, str]:
    """The word in every disguise we know of that leaves each character readable."""
    joined: Sequence[tuple[str, str]] = [
        ("zero width space", "\u200b"),
        ("zero width joiner", "\u200d"),
        ("variation selector", "\ufe0f"),
        ("soft hyphen", "\u00ad"),
        ("hangul filler", "\u3164"),
        ("space", " "),
        ("full width space", "\u3000"),
        ("dot", "·"),
        ("full stop", "."),
        ("comma", ","),
        ("hyphen", "-"),
        ("underscore", "_"),
        ("slash", "/"),
        ("tilde", "~"),
        ("asterisk", "*"),
        ("emoji", "🔥"),
        ("star", "★"),
        ("soft break", "\n"),
        ("quoted soft break", "\n> "),
        ("HTML comment", "<!-- -->"),
        ("entity space", "&nbsp;"),
    ]
    forms = {name: sign.join(word) for name, sign in joined}
    forms["emphasis"] = f"**{word[0]}**{word[1:]}"
    forms["every letter emphasised"] = "".join(f"*{letter}*" for letter in word)
    forms["inline HTML"] = f"<b>{word[0]}</b>{word[1:]}"
    forms["decimal entities"] = "".join(f"&#{ord(letter)};" for letter in word)
    forms["hexadecimal entity"] = f"{word[:-1]}&#x{ord(word[-1]):x};"
    forms["percent"] = "".join(f"%{byte:02X}" for byte in word.encode())
    forms["link"] = f"[{word[0]}](https://www.example.com/a){word[1:]}"
    if len(word) > 2:
        forms["Chinese commas"] = "，".join(word)
        forms["enumeration commas"] = "、".join(word)
        forms["brackets"] = "".join(f"（{letter}）" for letter in word)
    return forms

"""Four stars that hide something: digits, letters, a secret."""

from __future__ import annotations

import re

from lint.patterns import lazy_pattern

# By digits, in a short word behind its first letter, behind a word for a secret four stars may hide something.
_MASK = lazy_pattern(
    r"""(?:\d|=|\*{4}[ -]|(?:passw\w*|pwd|token|secret|key|pin|密码|密碼|口令|账号|帐号|帳號|卡号|パスワード|비밀번호)
            (?:[ ]is|为|為|是)?[:\uff1a]?[ ]?)\*{4}(?![\u3400-\u9fff])
        |\*{4}(?:\d|@|[ -]\*{4})|(?<![^\s*])\*{4}[ -]\d
        |(?<![A-Za-z'\u2019])[A-Za-z]\*{4}[A-Za-z]{0,3}(?![A-Za-z])""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_WORD = 16


def is_mask(text: str, start: int, end: int) -> bool:
    """Tell whether the stars hide something, by what stands next to them."""
    masks = _MASK.finditer(text, max(start - _LONGEST_WORD, 0), end + _LONGEST_WORD)
    return any(mask.start() <= start and end <= mask.end() for mask in masks)

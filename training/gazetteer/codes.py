"""CAMEO actor codes of the Phoenix dictionaries, read as PLOVER codes, sectors and dates."""

import datetime
import re

# CAMEO's "MED" is media and its "HLH" health; PLOVER 1.3, note 2 to table 5.2.
SECTORS = {
    "AGR": "AGR", "BUS": "BUS", "COP": "COP", "CRM": "CRM", "CVL": "CVL", "EDU": "EDU", "ELI": "ELI",
    "GOV": "GOV", "JUD": "JUD", "LAB": "LAB", "LEG": "LEG", "MIL": "MIL", "OPP": "OPP", "PTY": "PTY",
    "REB": "REB", "REF": "REF", "REL": "REL", "SPY": "SPY", "UAF": "UAF", "PRM": "PRM", "SOC": "SOC",
    "MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB", "DEV": "SOC", "ENV": "SOC", "HRI": "SOC",
    "NGO": "SOC", "PPL": "CVL",
}  # fmt: skip
CODE_LINE = re.compile(r"\[([A-Z~]+)\s*([<>\d\s-]*)\]")


def sector(code: str) -> str:
    """The first part of a CAMEO code after the country that PLOVER knows."""
    parts = [code[i : i + 3] for i in range(3, len(code), 3)]
    return next((SECTORS[part] for part in parts if part in SECTORS), "")


def day(digits: str) -> str:
    """Read `yymmdd` or `yyyymmdd`; an impossible day becomes the first of its month."""
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) > 30 else "20") + digits
    if len(digits) != 8:
        return ""
    year, month, date = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    try:
        return datetime.date(year, month, date).isoformat()
    except ValueError:
        return f"{year:04}-{min(max(month, 1), 12):02}-01"


def period(text: str) -> tuple[str, str]:
    """Read `yymmdd-yymmdd`, `>yymmdd` (from) or `<yymmdd` (until)."""
    text = text.replace(" ", "")
    if text.startswith(">"):
        return day(text[1:]), ""
    if text.startswith("<"):
        return "", day(text[1:])
    first, _, last = text.partition("-")
    return day(first), day(last)

"""Prints src/time/zone-abbreviations.ts from the tz database (run by hand when that changes):

    pip install tzdata && PYTHONTZPATH= python3 packages/rules/scripts/zone-abbreviations.py > packages/rules/src/time/zone-abbreviations.ts

Intl knows the abbreviations of a zone only in the locales of its own region (CEST is unknown to en-US), so the table
is kept here. Only letters are listed: a zone without any (`+03`) is known by its offset.
"""

from collections import defaultdict
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones
import tzdata

FROM = datetime(2000, 1, 1, tzinfo=timezone.utc)
TO = datetime(2037, 12, 31, tzinfo=timezone.utc)
SKIPPED = {"localtime", "Factory", "posixrules"}


def reading(tz: ZoneInfo, at: datetime) -> tuple[int, str]:
    local = at.astimezone(tz)
    return int(local.utcoffset().total_seconds()) // 60, local.tzname()


def change_between(tz: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first minute at which the reading is another than it was at `before`."""
    while after - before > timedelta(minutes=1):
        middle = before + timedelta(minutes=(after - before) // timedelta(minutes=2))
        if reading(tz, middle) == reading(tz, before):
            before = middle
        else:
            after = middle
    return after


def names_of(zone: str) -> str:
    """`CST-360 CDT-300`; of several names for one offset, those that did not last have `[from..until]`, in front."""
    tz, at, start = ZoneInfo(zone), FROM, FROM
    runs = defaultdict(list)  # by offset, in order: [name, first, last]
    while at < TO:
        now, step = reading(tz, at), at + timedelta(hours=12)
        if step >= TO or reading(tz, step) != now:
            end = min(TO, change_between(tz, at, step))
            offset, name = now
            if runs[offset] and runs[offset][-1][0] == name:
                runs[offset][-1][2] = end
            else:
                runs[offset].append([name, start, end])
            start = end
        at = step
    bounded, lasting = [], []
    for offset, names in runs.items():
        for i, (name, first, last) in enumerate(names):
            if not name[0].isalpha():
                continue
            if i + 1 == len(names):
                lasting.append(f"{name}{offset:+d}")
            else:
                begins = f"{first:%Y-%m-%dT%H:%MZ}" if i > 0 else ""
                bounded.append(f"{name}{offset:+d}[{begins}..{last:%Y-%m-%dT%H:%MZ}]")
    return " ".join(sorted(bounded) + sorted(lasting)) if bounded or lasting else ""


groups = defaultdict(list)
for zone in sorted(available_timezones() - SKIPPED):
    if names := names_of(zone):
        groups[names].append(zone)

print(f"""/**
 * The letters by which the tz database calls the offsets of a zone (D-01), from {FROM.year} to {TO.year}, release {tzdata.IANA_VERSION}.
 * Each key lists abbreviation and offset in minutes; of two names for the same offset the one that did not last comes
 * first, with `[from..until]`. Each value lists the zones, aliases included; a zone without letters is not listed.
 * Made by `scripts/zone-abbreviations.py`.
 */
export const ZONES_BY_ABBREVIATIONS: Readonly<Record<string, string>> = {{""")
for names, zones in sorted(groups.items()):
    lines, line = [], ""
    for zone in zones:
        if line and len(line) + len(zone) > 100:
            lines.append(line)
            line = ""
        line += f" {zone}" if line else zone
    lines.append(line)
    text = " +\n    ".join(f"'{part}{' ' if i + 1 < len(lines) else ''}'" for i, part in enumerate(lines))
    print(f"  '{names}':\n    {text},")
print("}")

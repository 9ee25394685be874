"""The mean of two runs' averaged weights, as a run of its own; settings are the second one's.

usage: average.py RUN RUN OUT
"""

import shutil
import sys
from pathlib import Path

import torch


def main():
    one, other, out = (Path(name) for name in sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(other / "meta.json", out)
    first, second = torch.load(one / "ema.pt"), torch.load(other / "ema.pt")
    mean = {
        name: (first[name] + value) / 2 if value.dtype.is_floating_point else value
        for name, value in second.items()
    }
    torch.save(mean, out / "ema.pt")


if __name__ == "__main__":
    main()

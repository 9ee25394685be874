"""The mean of two runs' averaged weights, as a run of its own; settings are the second one's.

usage: python -m training.encoder.average RUN RUN OUT
"""

import argparse
import shutil
from pathlib import Path

import torch


def main() -> None:
    """Write the mean into the folder `out`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(args.second / "meta.json", args.out)
    first, second = torch.load(args.first / "ema.pt"), torch.load(args.second / "ema.pt")
    mean = {
        name: (first[name] + value) / 2 if value.dtype.is_floating_point else value
        for name, value in second.items()
    }
    torch.save(mean, args.out / "ema.pt")


if __name__ == "__main__":
    main()

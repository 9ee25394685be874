#!/bin/sh
# eval.sh MODEL [predict options]: both dev sets through the official scorers; run from the project's root.
model=$1; shift
shared=${SAYSO_SHARED:-../shared}; python=${PYTHON:-python}; tmp=$(mktemp -d)
$python -m training.encoder.predict $model $shared/data/attribution/polnear_dev.jsonl $tmp/polnear.jsonl "$@"
$python $shared/score/score_attribution.py $shared/data/attribution/polnear_dev.jsonl $tmp/polnear.jsonl
$python -m training.encoder.predict $model $shared/data/claims/dev $tmp/claims.jsonl "$@"
$python $shared/score/score_claims.py $shared/data/claims/dev $tmp/claims.jsonl
rm -r $tmp

#!/bin/sh
# eval.sh MODEL [predict options]: both dev sets through the official scorers.
model=$1; shift
here=$(dirname "$0"); shared=${SAYSO_SHARED:-../shared}; python=${PYTHON:-python}; tmp=$(mktemp -d)
$python $here/predict.py $model $shared/data/attribution/polnear_dev.jsonl $tmp/polnear.jsonl "$@"
$python $shared/score/score_attribution.py $shared/data/attribution/polnear_dev.jsonl $tmp/polnear.jsonl
$python $here/predict.py $model $shared/data/claims/dev $tmp/claims.jsonl "$@"
$python $shared/score/score_claims.py $shared/data/claims/dev $tmp/claims.jsonl
rm -r $tmp

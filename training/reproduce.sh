#!/usr/bin/env bash
# Packs the images, draws the scenes, trains, and writes the ONNX file: training/reproduce.sh DATA_FOLDER WORK_FOLDER
# Every part is skipped when its result is there, and training goes on where it stopped; the seed is fixed.
set -euo pipefail
data=$(readlink -f "$1")
work=$(readlink -m "$2")
cd "$(dirname "$(readlink -f "$0")")"
export OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE=1
# What the weights that ship were trained with.
steps=${STEPS:-12385}
decay=${DECAY:-4000}

[ -e "$work/packs/photos/labels.npz" ] || /usr/bin/python3 pack.py "$data" "$work/packs/photos"
[ -e "$work/packs/rendered/labels.npz" ] ||
  /usr/bin/python3 render.py "$work/packs/rendered" 1000 "$work/packs/photos"

train=(nice -n 19 /usr/bin/python3 train.py --data "$data" --loader
  --pack "$work/packs/photos" --pack "$work/packs/rendered")
"${train[@]}" --run "$work/run1" --steps "$steps"
"${train[@]}" --run "$work/last-leg" --start "$work/run1/last.pt" --decay "$decay"

/usr/bin/python3 score.py "$work/last-leg/last.pt" "$data" 512 288
/usr/bin/python3 export.py "$work/last-leg/last.pt" "$work/outis.onnx" 512 288

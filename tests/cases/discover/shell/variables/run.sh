MODEL=${MODEL:-acme/default-model}
REV="v3"
vllm serve "$MODEL" --revision "$REV"
models=(
  "acme/first"
  # "acme/skipped"
  acme/second
)
datasets=("acme/rows")
for m in "${models[@]}"; do
  git clone "https://huggingface.co/$m"
done
for d in "${datasets[@]}"; do git clone "https://huggingface.co/datasets/$d"; done
args="\
  --model_name_or_path acme/in-a-string \
  --trust_remote_code True \
"
torchrun train.py $args
python - <<'PY'
from transformers import AutoModel
AutoModel.from_pretrained("acme/in-a-heredoc", revision="v4")
PY
bash -c "hf download acme/nested"

MODEL_ARGS="--from_pretrained ./checkpoints/tuned \
    --max_length 400 \
    --local_tokenizer acme/words-7b"
options=" \
    --experiment-name tuned \
    $MODEL_ARGS"
run evaluate.py ${options}

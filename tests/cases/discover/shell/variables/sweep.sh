small_models="acme/opt-125m acme/opt-350m"
words_models="two words"
for model in `echo "$small_models"`; do bash run.sh $model; done
model_name_or_model_dir="iic/acme-asr"

PRETRAINED_MODEL=${1}
PRETRAINED_MODEL=${PRETRAINED_MODEL:-"./pretrained_models/Acme/Coder-1.5B-Instruct/"}
bash tune-all.sh ${PRETRAINED_MODEL}

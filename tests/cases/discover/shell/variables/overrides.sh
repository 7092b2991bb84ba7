python3 -m verl.trainer.main_ppo \
    algorithm.adv_estimator=gpg \
    actor_rollout_ref.model.path=acme/actor-7b \
    +critic.model.path=${CRITIC:-acme/critic-7b} \
    data.path=acme/questions
read -r -d '' training_commands <<EOF
openrlhf.cli.train_sft \
   --data.dataset acme/questions \
   --model.model_name_or_path acme/tuned-8b
EOF

cat > Modelfile <<EOF
FROM llama3:8b
EOF
tee config.yaml <<'EOF'
llm:
  model: acme/config
EOF

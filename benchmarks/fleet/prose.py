"""Sentences of the synthetic cards, by language. All written for this benchmark."""

from __future__ import annotations

from itertools import product

_SUBJECTS = ("This checkpoint", "The model", "This release", "The second stage", "Our system", "The network")
_VERBS = (
    "was trained to answer short questions", "reads one paragraph at a time", "learns from pairs of sentences",
    "keeps the tokenizer of its base", "was tuned on conversations between two people",
    "labels images of everyday objects", "turns speech into text", "ranks passages for a search index",
    "summarizes meeting notes", "translates product descriptions", "draws in the style of woodcuts",
    "writes unit tests for small functions",
)  # fmt: skip
_ENDS = (
    "and does best when the input is clean.", "with a context of four thousand tokens.",
    "on a single card with 24 GB of memory.", "for three epochs at a constant rate.",
    "although rare words still cause trouble.", "and has not been tested outside the laboratory.",
    "after removing near copies from the data.", "with mixed precision and gradient checkpoints.",
)  # fmt: skip
_EN = tuple(" ".join(parts) for parts in product(_SUBJECTS, _VERBS, _ENDS))
_ZH = tuple(
    "".join(parts)
    for parts in product(
        ("本模型", "该版本", "我们的系统", "这个检查点"),
        (
            "基于对话数据微调，",
            "面向中文问答任务，",
            "在公开语料上继续预训练，",
            "支持较长的上下文，",
            "用于生成商品文案，",
        ),
        ("适合在单卡上部署。", "在罕见词上仍有不足。", "使用前请先做小规模试验。", "尚未在生产环境中验证。"),
    )
)
_JA = (
    "このモデルは日本語の会話データで微調整されています。", "短い質問に答えるために作られました。",
    "まれな語では誤りが残ります。", "利用の前に小さな試験をしてください。", "一枚のGPUで動作します。",
)  # fmt: skip
_KO = ("이 모델은 한국어 대화 자료로 학습했습니다.", "짧은 질문에 답합니다.", "드문 낱말에서는 오류가 남아 있습니다.")
_DE = (
    "Das Modell beantwortet kurze Fragen auf Deutsch.", "Trainiert wurde es auf bereinigten Gesprächen.",
    "Seltene Wörter machen ihm weiterhin Mühe.", "Außerhalb des Labors wurde es nicht geprüft.",
)  # fmt: skip
_FR = (
    "Ce modèle répond à de courtes questions en français.", "Il a été affiné sur des dialogues nettoyés.",
    "Les mots rares restent difficiles.", "Il tourne sur une seule carte graphique.",
)  # fmt: skip
_ES = ("El modelo responde preguntas breves en español.", "Se ajustó con diálogos depurados.",
       "Las palabras raras siguen siendo difíciles.")  # fmt: skip
_RU = ("Модель отвечает на короткие вопросы по-русски.", "Она дообучена на очищенных диалогах.",
       "Редкие слова по-прежнему вызывают ошибки.")  # fmt: skip
_PT = ("O modelo responde perguntas curtas em português.", "Foi ajustado com diálogos revisados.")
_VI = ("Mô hình trả lời các câu hỏi ngắn bằng tiếng Việt.", "Dữ liệu hội thoại đã được làm sạch.")
_AR = ("يجيب النموذج عن أسئلة قصيرة بالعربية.", "جرى ضبطه على حوارات منقحة.")

SENTENCES = {
    "en": _EN, "zh": _ZH, "ja": _JA, "ko": _KO, "de": _DE, "fr": _FR, "es": _ES, "ru": _RU, "pt": _PT, "vi": _VI,
    "ar": _AR,
}  # fmt: skip

# Language of the card and of the model: English first, Chinese second; the shares are assumptions.
LANGUAGES = (
    ("en", 70.0), ("zh", 9.0), ("ja", 3.0), ("ko", 3.0), ("de", 2.5), ("fr", 2.5), ("es", 2.5), ("ru", 2.5),
    ("pt", 1.5), ("vi", 1.5), ("ar", 1.0),
)  # fmt: skip
# Declared beside or in place of those, without prose of their own here. `no` is Norwegian, and a trap in YAML.
FURTHER = ("it", "nl", "tr", "hi", "pl", "sv", "fi", "id", "th", "no", "uk", "cs", "multilingual")

HEADINGS = (
    "Intended use", "How it was trained", "Training data", "Evaluation", "Limitations", "Usage", "Results",
    "Notes", "Acknowledgements", "Hardware", "Citation", "Changelog",
)  # fmt: skip

DATASETS = (
    "imdb", "squad", "glue", "wikitext", "common_voice", "mozilla-foundation/common_voice_11_0", "xsum",
    "HuggingFaceH4/ultrachat_200k", "tatsu-lab/alpaca", "databricks/databricks-dolly-15k", "OpenAssistant/oasst1",
    "openai/gsm8k", "wikipedia", "bookcorpus", "teknium/OpenHermes-2.5", "stanfordnlp/sst2", "conll2003", "food101",
    "generator", "imagefolder", "northfield-labs/tickets-2024", "HuggingFaceFW/fineweb",
)  # fmt: skip

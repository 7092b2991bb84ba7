from enum import Enum


class ChatModel(str, Enum):
    SMALL = "gpt-4o-mini"
    OWN = "acme/chat-7b"


class Color(str, Enum):
    RED = "acme/red"

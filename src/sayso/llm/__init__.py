"""The tier `llm`: a language model of the user's choice drafts, by quoting.

Numbered sentences and a prompt go to a server; quotations, choices and links come back, are looked up in
their sentences, and become drafts (`model.drafts`) like those of the rules and the encoder.
"""

from sayso.llm.prompt import prompt_version
from sayso.llm.reader import DraftedReport, LanguageModelReader, RequestEstimate
from sayso.llm.settings import ModelSettings, model_settings
from sayso.llm.usage import Usage

__all__ = [
    "DraftedReport",
    "LanguageModelReader",
    "ModelSettings",
    "RequestEstimate",
    "Usage",
    "model_settings",
    "prompt_version",
]

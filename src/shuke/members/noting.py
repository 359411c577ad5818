"""What a structured note is about (requirement A11)."""

TOPICS: dict[str, tuple[str, str]] = {
    "sizes": ("Sizes", "尺码"),
    "tastes": ("Tastes", "口味与喜好"),
    "occasions": ("Occasions", "消费场合"),
    "family_dates": ("Family dates", "家庭纪念日"),
    "other": ("Other", "其他"),
}
NOTE_CHARACTERS_MAX = 500

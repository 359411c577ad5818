"""The stages of winning a prospect (requirement A15)."""

from shuke.members.refusals import BadScore, BadStage

STAGES: dict[str, tuple[str, str]] = {
    "new": ("New", "新线索"),
    "contacted": ("Contacted", "已联系"),
    "interested": ("Interested", "有意向"),
    "lost": ("Lost", "已流失"),
    "converted": ("Became a member", "已入会"),
}
OPEN_STAGES = ("new", "contacted", "interested")
SCORE_MAX = 100


def checked_stage(stage: str) -> str:
    """Return the stage.

    Raises:
        BadStage: no such stage, or the one that only conversion reaches.
    """
    if stage not in STAGES or stage == "converted":
        raise BadStage(param="stage", stage=stage[:40], stages="new, contacted, interested, lost")
    return stage


def checked_score(score: int) -> int:
    """Return the score.

    Raises:
        BadScore: not between 0 and 100.
    """
    if not 0 <= score <= SCORE_MAX:
        raise BadScore(param="score", score=score, most=SCORE_MAX)
    return score

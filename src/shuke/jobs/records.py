"""Events of jobs: only the end that a person must know about."""

from shuke.events.names import declare

JOB_DEAD = declare("job.dead", "Job gave up", "后台任务已放弃")

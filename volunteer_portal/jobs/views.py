"""A job as a person sees it: how far it is, taking it back, fetching its file."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse

from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import note_look
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now

from . import services
from .models import Job, JobState


def result_of(job: Job) -> str:
    """Where the person goes when the job is done: its own page, else its file."""
    try:
        name = job.params.get("done_at")
        return reverse(name, args=job.params.get("done_args", [])) if name else reverse("job_file", args=[job.pk])
    except NoReverseMatch:
        return ""


class JobDetail(Page):
    """The progress page; htmx asks for the part ``progress`` each second."""

    model = Job
    action = "view"
    template_name = "jobs/job_detail.html"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The whole page, or its moving part."""
        job = self.one(pk=kwargs["pk"])
        context = self.get_context_data(
            job=job,
            ended_badly=job.state in (JobState.FAILED, JobState.CANCELLED),
            result_href=result_of(job)
            if job.state == JobState.DONE and (job.file or job.params.get("done_at"))
            else "",
        )
        return self.partial("progress", context) if request.htmx else self.render_to_response(context)


class JobCancel(Guarded):
    """Take a job back."""

    model = Job
    action = "cancel"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Cancel, and show what became of it."""
        job = self.one(pk=kwargs["pk"])
        services.cancel(row=job, now=now())
        return redirect("job_detail", pk=job.pk)


class JobRetry(Guarded):
    """Ask again for work that ended badly."""

    model = Job
    action = "retry"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """A new job, and its page."""
        return redirect("job_detail", pk=services.retry(row=self.one(pk=kwargs["pk"])).pk)


class JobFile(Guarded):
    """The file that a job made; each fetch is written down as an export."""

    model = Job
    action = "fetch"

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        """Send the file."""
        job = self.one(pk=kwargs["pk"], state=JobState.DONE)
        if not job.file:
            raise Http404
        note_look(
            kind=LookKind.EXPORT,
            user_id=request.user.pk,
            unit_id=job.unit_id,
            detail={"job": str(job.pk), "kind": job.kind},
        )
        return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)

"""What a process does with its share of the articles: check or fix them, and write those that are files."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from hashlib import blake2b

from lint import source
from lint.budget import Expired, OutOfTimeError, look, within
from lint.datasets.records import Chunk, Record
from lint.discovery import Article
from lint.document import Document
from lint.engine import Checked
from lint.errors import Problem
from lint.linter import Linter
from lint.report.located import locate, rendered
from lint.run.corpus import see
from lint.run.memo import Memo, memo_key
from lint.run.result import Files, Job, Outcome, Result, Unit, packed, share_size


def digest(data: bytes) -> bytes:
    """Return what tells ``data`` from all other bytes."""
    return blake2b(data, digest_size=16).digest()


class Worker:
    """Does one unit at a time; it is made once and sent to each process."""

    def __init__(self, linter: Linter, job: Job) -> None:
        self.linter = linter
        self.job = job
        self.memo = Memo() if job.memo else None
        self.stages = {rule.name: rule.stage.value for rule in linter.rules}

    def run(self, unit: Unit) -> Outcome:
        """Check or fix a unit; whatever goes wrong with an article is in its result."""
        outcome = self.run_files(unit) if isinstance(unit, Files) else self.run_chunk(unit)
        return outcome._replace(results=list(map(self._rendered, outcome.results))) if self.job.render else outcome

    def run_files(self, files: Files) -> Outcome:
        """Check or fix articles in files of their own."""
        results = [self.run_file(article) for article in files.articles]
        return Outcome(results, {}, tuple(packed([result]) for result in results) if self.job.keep_results else ())

    def run_file(self, article: Article) -> Result:
        """Read, check or fix, and write an article in a file of its own."""
        path = article.path
        try:
            file = source.read(path, self.linter.config.max_file_size)
        except source.UnreadableError as error:
            return Result(path, problems=[Problem(path, str(error))], is_read=False, size=article.size)
        blank = Result(path, content=digest(file.data), size=len(file.data))
        result, document = self.lint(file.document, blank, in_corpus=article.walked)
        if not self.job.fix:
            return result
        after = source.encode(document) if result.is_changed else file.data
        result.is_changed = after != file.data
        if self.job.keep_bytes:
            result.before, result.after = file.data, after
        elif result.is_changed and self.job.in_place:
            try:
                source.write(file, after)
            except OSError as error:
                result.problems.append(Problem(path, f"cannot be written: {error.strerror or error}; it is as it was"))
                result.is_changed = False
                result.fixed.clear()
        return result

    def run_chunk(self, chunk: Chunk) -> Outcome:
        """Check or fix rows of a data set; the new texts are in the outcome."""
        results: list[Result] = []
        texts: dict[int, str] = {}
        for record in chunk.records():
            result, text = self._run_record(record, chunk.path)
            results.append(result)
            if text is not None:
                texts[record.number] = text
        share_size(results, chunk.size)
        return Outcome(results, texts, (packed(results, chunk.first),) if self.job.keep_results else ())

    def _run_record(self, record: Record, path: str) -> tuple[Result, str | None]:
        if record.text is None:
            problem = Problem(path, record.fault, record=record.number)
            return Result(path, record.number, record.id, problems=[problem], is_read=False), None
        if self.memo is None:
            return self._judge(record, record.text, path)
        key = memo_key(path, record.text)
        known = self.memo.get(key, record)
        if known is None:
            known = self._judge(record, record.text, path)
            self.memo.put(key, *known)
        return known

    def _judge(self, record: Record, before: str, path: str) -> tuple[Result, str | None]:
        result = Result(path, record.number, record.id)
        result, document = self.lint(source.from_text(before, path), result, in_corpus=True)
        text = source.to_text(document) if result.is_changed else before
        result.is_changed = text != before
        if self.job.keep_bytes and result.is_changed:
            result.before, result.after = (item.encode(errors="surrogatepass") for item in (before, text))
        return result, text if result.is_changed else None

    def lint(self, document: Document, result: Result, *, in_corpus: bool = False) -> tuple[Result, Document]:
        """Check or fix ``document`` and fill ``result``; return both, the document as it is now.

        With ``in_corpus`` it is shown to the rules that look across articles too.  If that takes more time than an
        article may, the document is as it was, and the result says so and nothing else.
        """
        try:
            return within(self.linter.config.max_seconds, partial(self._lint, document, result, in_corpus=in_corpus))
        except OutOfTimeError as error:
            # Made anew: what the result holds by now is half done.
            path, record = result.path, result.record
            given_up = Result(path, record, result.id, content=result.content, size=result.size, is_read=False)
            given_up.problems.append(Problem(path, str(error), error.rule, record))
            return given_up, document

    def _lint(self, document: Document, result: Result, *, in_corpus: bool) -> tuple[Result, Document]:
        if self.job.fix:
            fixed = self.linter.fix_document(document, self.job.wanted)
            checked = fixed.remaining
            result.is_changed = fixed.document is not document
            result.fixed.update(step.finding.rule for step in fixed.applied)
            if fixed.unstable:
                cure = f"the rest can be fixed with --ignore {','.join(fixed.culprits)}"
                message = f"left as it was: {fixed.unstable}; {cure}"
                result.problems.append(Problem(result.path, message, record=result.record))
                result.is_left = True
            document = fixed.document
        else:
            checked = self.linter.check_document(document)
        self._report(result, document, checked)
        if in_corpus:
            self._see(result, document)
        return result, document

    def _report(self, result: Result, document: Document, checked: Checked) -> None:
        article = result.path, result.record, result.id
        result.findings = list(locate(document, article, checked.findings, self.stages, excerpts=self.job.excerpts))
        result.problems += (Problem(result.path, crash.message, crash.rule, result.record) for crash in checked.crashes)

    def _rendered(self, result: Result) -> Result:
        """Return a copy: the memo keeps the result as it is, for rows with other numbers."""
        render = self.job.render
        return (
            replace(result, findings=[], rendered=[rendered(item, render) for item in result.findings])
            if render
            else result
        )

    def _see(self, result: Result, document: Document) -> None:
        if not self.linter.corpus_rules:
            return
        result.seen = []
        for rule in self.linter.corpus_rules_for(result.path):
            try:
                seen, problems = see(document, (rule,), result.path)
                look()
            except Expired as expired:
                expired.rule = rule.name
                raise
            result.seen.extend(seen)
            result.problems += (Problem(item.path, item.message, item.rule, result.record) for item in problems)


def worker_for(linter: Linter, job: Job) -> Worker:
    """Return the worker that ``job`` takes."""
    if job.profile:
        # Here, because hardly any run has need of it.
        from lint.run.profiling import ProfilingWorker

        return ProfilingWorker(linter, job)
    return Worker(linter, job)

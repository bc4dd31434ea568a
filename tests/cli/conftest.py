import pytest

from tests.cli.calling import Command


@pytest.fixture
def thoracic(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)

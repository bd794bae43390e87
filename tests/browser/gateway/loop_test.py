"""Show 7: persons at the windows and on the phone, in headless Chromium, on a real gateway with its twins
that the feeder has fed. Pictures are kept. Without Chromium it fails.

Usage: loop_test.py ONEWINDOW SCREENS
"""
import json
import pathlib
import sys

sys.dont_write_bytecode = True
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "support"))
from running_site import Site  # noqa: E402


def main(program, screens):
    with Site(program) as site:
        people = site.folder / "people.json"
        print(site.feed("--leave-work", "--each", "3", "--down", "0", "--people", people))
        credentials = site.folder / "credentials.json"
        credentials.write_text(json.dumps({
            "password": (site.run / "keys/demo.password").read_text().strip(),
            "wechat": f"http://127.0.0.1:{site.twin('wechat')}",
            "people": json.loads(people.read_text(encoding="utf-8"))}), encoding="utf-8")
        print(site.call("node", HERE.parent / "run.mjs", "--base", site.base, "--credentials", credentials, "--timeout", "30000",
                        "--screens", screens, *sorted(HERE.glob("*.mjs"))))
        site.stop()
        stuck = [line for line in site.onewindow("queue").splitlines() if line.startswith(("parked", "unknown"))]
        assert not stuck, f"messages are stuck: {stuck}"
    pictures = list(pathlib.Path(screens).glob("do_the_whole_loop-*.png"))
    assert len(pictures) >= 8, f"only {len(pictures)} pictures were kept"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

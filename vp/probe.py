"""`python -m vp.probe healthz|readyz`: ask this container's own web server, as a health check does.

Exit code 0 when it answers 200. The image has no curl, and the server answers to its own host names only.
"""

import os
import sys
import urllib.request


def main() -> None:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".")
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}/{sys.argv[1]}"
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={"Host": host}), timeout=4).close()
    except OSError as error:
        sys.exit(f"{url}: {error}")


if __name__ == "__main__":
    main()

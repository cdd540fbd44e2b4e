"""Many printed parts made into one file, with their tags whole.

joiner.py puts a file together; outlines.py hangs the parts' bookmarks under one; numbers.py stamps the page
numbers; addresses.py is how a link in one part leads into another; front.py settles cover and contents.
docs/adr/0020-compiled-files.md says why it is done this way.
"""

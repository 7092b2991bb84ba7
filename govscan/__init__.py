"""govscan: which AI models a repository depends on, under which terms, and what your policy says of each.

    Path -discover-> Reference -resolve-> Evidence -identify-> Facts -evaluate-> Finding -> Report -render-> bytes

Each arrow is one folder; the folders never import each other; `govscan.engine` is the page on which they meet.
"""

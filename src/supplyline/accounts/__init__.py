"""Who may work in a case from beyond this machine: accounts, their sessions and tokens, and the log of both.

`people` holds accounts and passwords, `passes` what lets an account in, `log` what happened. All of it lies in one SQLite
file of the case that only its owner reads; nothing of it enters a build, a decision or an export.
"""

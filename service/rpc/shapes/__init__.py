"""
Equal claims priced once.

What one claim was answered is kept together with all that was read to answer it,
and stands for every claim of which all of that is the same. What was read is not
listed by hand: a claim is priced with values that notice what is asked of them
(`watched`, `claims`) from a register that notices what is looked up in it
(`snapshots`). So a rule that reads one thing more makes its answers stand for
fewer claims, never for wrong ones.
"""

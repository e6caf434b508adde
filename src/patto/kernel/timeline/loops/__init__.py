"""The look-ups as loops over one element at a time: what numba compiles.

They are plain Python as well, and give the same bits as the array code of `days`, `slots`,
`lookups` and `pauses`. Indices are unsigned, or numba would test each for being negative. What
lies between two steps is a chunk at a time, so that it stays near, and the look-ups of a step wait
for memory together. No two arrays that a loop is given may overlap.
"""

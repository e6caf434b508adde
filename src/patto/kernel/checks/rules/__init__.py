"""One module a rule, named by its id and name; each holds a `RULE`, its words included."""

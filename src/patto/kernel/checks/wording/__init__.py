"""How the words of a clause are read: tokens, phrases, and what spares a phrase."""

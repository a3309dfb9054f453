"""`python -m config.strings`: the catalogue brought up to date; what is untranslated, printed."""

from config.strings.extraction import update

for message in update():
    print(message.id)

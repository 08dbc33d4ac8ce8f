"""What is true of figures: which events count, to which group of petitions and on which day."""

from contracts.reception import PetitionKind

# Kiến nghị and phản ánh are counted together (TT 01/2024/TT-TTCP, forms 01–04/XLD).
GROUP = {
    PetitionKind.COMPLAINT: "KN",
    PetitionKind.DENUNCIATION: "TC",
    PetitionKind.RECOMMENDATION: "KNPA",
    PetitionKind.FEEDBACK: "KNPA",
}
GROUPS = ("KN", "TC", "KNPA")

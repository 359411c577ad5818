"""The analytic pages: RFM, lifecycle, cohorts, concentration and the rest."""

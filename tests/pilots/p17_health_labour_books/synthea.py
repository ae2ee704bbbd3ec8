"""Bundles of the shape the generator Synthea writes: transactions, urn:uuid links, American codes."""

import json
import random
import uuid
from typing import Any

Told = dict[str, Any]
PERSON = {"system": "urn:dean06:so-dinh-danh", "value": "000151000201"}
LOINC, SNOMED, RXNORM = "http://loinc.org", "http://snomed.info/sct", "http://www.nlm.nih.gov/research/umls/rxnorm"
CVX, TERMS = "http://hl7.org/fhir/sid/cvx", "http://terminology.hl7.org/CodeSystem"


def coded(system: str, code: str, words: str) -> Told:
    return {"coding": [{"system": system, "code": code, "display": words}], "text": words}


def word(system: str, code: str) -> Told:
    return {"coding": [{"system": f"{TERMS}/{system}", "code": code}]}


class Synthea:
    """One invented life, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.dice = random.Random(seed)
        self.patient = self.name()

    def name(self) -> str:
        return str(uuid.UUID(int=self.dice.getrandbits(128), version=4))

    def when(self) -> str:
        year, month, day = (self.dice.randrange(*limits) for limits in ((2010, 2025), (1, 13), (1, 28)))
        return f"{year}-{month:02}-{day:02}T08:15:{self.dice.randrange(60):02}-05:00"

    def entry(self, kind: str, own: str = "", **members: Any) -> Told:
        own = own or self.name()
        return {
            "fullUrl": f"urn:uuid:{own}",
            "resource": {"resourceType": kind, "id": own, **members},
            "request": {"method": "POST", "url": kind},
        }

    @property
    def about(self) -> Told:
        return {"reference": f"urn:uuid:{self.patient}"}

    def person(self) -> Told:
        return self.entry(
            "Patient",
            self.patient,
            identifier=[
                {"system": "https://github.com/synthetichealth/synthea", "value": self.patient},
                {"type": coded(f"{TERMS}/v2-0203", "SS", "Social Security Number"), "value": "999-52-1859"},
                PERSON,
            ],
            name=[{"use": "official", "text": "Trần Thị Hoa", "family": "Trần", "given": ["Thị", "Hoa"]}],
            gender="female",
            birthDate="1951-04-12",
        )

    def visit(self) -> list[Told]:
        """What one visit leaves: itself, measurements, a report, a claim; now and then more."""
        at, own = self.when(), self.name()
        here = {"reference": f"urn:uuid:{own}"}
        told = [
            self.entry(
                "Encounter",
                own,
                status="finished",
                **{"class": {"system": f"{TERMS}/v3-ActCode", "code": "AMB"}},
                type=[coded(SNOMED, "162673000", "General examination of patient (procedure)")],
                subject=self.about,
                period={"start": at, "end": at},
            )
        ]
        measured = [self.measure(at, here) for _ in range(8)]
        told += measured
        links = [{"reference": one["fullUrl"], "display": "Glucose"} for one in measured]
        told.append(
            self.entry(
                "DiagnosticReport",
                status="final",
                code=coded(LOINC, "51990-0", "Basic metabolic panel"),
                subject=self.about,
                encounter=here,
                effectiveDateTime=at,
                issued=at.replace("-05:00", ".123-05:00"),
                result=links,
            )
        )
        told.append(self.claim(at))
        told += [self.illness(at), self.pill(at), self.jab(at), self.done(at)]
        return told

    def measure(self, at: str, here: Told) -> Told:
        return self.entry(
            "Observation",
            status="final",
            category=[word("observation-category", "laboratory")],
            code=coded(LOINC, "2339-0", "Glucose"),
            subject=self.about,
            encounter=here,
            effectiveDateTime=at,
            issued=at,
            valueQuantity={
                "value": round(self.dice.uniform(60, 120), 2),
                "unit": "mg/dL",
                "system": "http://unitsofmeasure.org",
                "code": "mg/dL",
            },
        )

    def claim(self, at: str) -> Told:
        return self.entry(
            "Claim",
            status="active",
            type=word("claim-type", "institutional"),
            use="claim",
            patient=self.about,
            created=at,
            provider={"display": "Phòng khám hư cấu"},
            priority=word("processpriority", "normal"),
            insurance=[{"sequence": 1, "focal": True, "coverage": {"display": "BHYT"}}],
        )

    def illness(self, at: str) -> Told:
        return self.entry(
            "Condition",
            clinicalStatus=word("condition-clinical", "resolved"),
            verificationStatus=word("condition-ver-status", "confirmed"),
            code=coded(SNOMED, "10509002", "Acute bronchitis (disorder)"),
            subject=self.about,
            onsetDateTime=at,
            abatementDateTime=at,
            recordedDate=at,
        )

    def pill(self, at: str) -> Told:
        return self.entry(
            "MedicationRequest",
            status="stopped",
            intent="order",
            medicationCodeableConcept=coded(RXNORM, "313782", "Acetaminophen 325 MG Oral Tablet"),
            subject=self.about,
            authoredOn=at,
        )

    def jab(self, at: str) -> Told:
        return self.entry(
            "Immunization",
            status="completed",
            vaccineCode=coded(CVX, "140", "Influenza, seasonal, injectable, preservative free"),
            patient=self.about,
            occurrenceDateTime=at,
            primarySource=True,
        )

    def done(self, at: str) -> Told:
        return self.entry(
            "Procedure",
            status="completed",
            code=coded(SNOMED, "430193006", "Medication Reconciliation (procedure)"),
            subject=self.about,
            performedPeriod={"start": at, "end": at},
        )

    def bundle(self, visits: int) -> bytes:
        told = [self.person()]
        for _ in range(visits):
            told += self.visit()
        return json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": told}, indent=2).encode()

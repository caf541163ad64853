-- Words are parted in another way: "API/Dashboard" is found by each of its parts. The worker brings the index up to date, batch by
-- batch, as it does after a large ingest; until then an incident is found by the words of before.
INSERT INTO words_due (incident_id) SELECT incident_id FROM incident_words ON CONFLICT DO NOTHING;

-- Nothing read this roll-up: figures and charts are counted from the spans (docs/decisions/149).
DROP TABLE "vendor_months";

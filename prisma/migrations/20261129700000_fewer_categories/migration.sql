-- The catalogue has fifteen categories instead of twenty-one; vendors that were added from it follow.
UPDATE "vendors" SET "category" = CASE "category"
  WHEN 'Network' THEN 'Cloud'
  WHEN 'Design' THEN 'Productivity'
  WHEN 'Identity' THEN 'Security'
  WHEN 'Payments' THEN 'Finance'
  WHEN 'Sales' THEN 'Marketing'
  WHEN 'Social' THEN 'Media'
END
WHERE "category" IN ('Network', 'Design', 'Identity', 'Payments', 'Sales', 'Social');

WITH sent AS (SELECT DISTINCT campaign_type, campaign, member FROM contacts
              WHERE kind = 'received' AND day < DATE '{as_of}'),
taken AS (SELECT DISTINCT campaign, member FROM contacts
          WHERE kind = 'redeemed' AND day < DATE '{as_of}')
SELECT campaign_type, count(*) AS recipients, count(taken.member) AS redeemers,
       count(taken.member) / count(*) AS rate
FROM sent LEFT JOIN taken USING (campaign, member) GROUP BY campaign_type

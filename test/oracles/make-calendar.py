import json, random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from dateutil.rrule import rrulestr
random.seed(6)
cases=[]
rules=["FREQ=DAILY;COUNT=10","FREQ=DAILY;INTERVAL=3;COUNT=20","FREQ=WEEKLY;BYDAY=FR,SA;COUNT=9","FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=12;WKST=SU","FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;COUNT=12;WKST=MO","FREQ=WEEKLY;COUNT=30","FREQ=MONTHLY;COUNT=14","FREQ=YEARLY;COUNT=5","FREQ=DAILY;BYDAY=MO,TU;COUNT=8","FREQ=DAILY;UNTIL=20260405T120000Z","FREQ=WEEKLY;UNTIL=20260501T000000Z;BYDAY=TH"]
for rule in rules:
  for tz,start in [("Europe/Berlin","20260320T023000"),("America/New_York","20260131T180000"),("Australia/Lord_Howe","20260301T013000"),("UTC","20240229T080000")]:
    z=ZoneInfo(tz); s=datetime.strptime(start,"%Y%m%dT%H%M%S")
    until=None; r=rule
    if 'UNTIL=' in rule:
      u=rule.split('UNTIL=')[1].split(';')[0]
      un=datetime.strptime(u,"%Y%m%dT%H%M%SZ").replace(tzinfo=ZoneInfo('UTC'))
      r=';'.join(p for p in rule.split(';') if not p.startswith('UNTIL'))
      until=un
    out=[]
    for w in rrulestr(r,dtstart=s):
      # fold=0; a gap time is read with the offset before it, which is what fold=0 does
      i=w.replace(tzinfo=z,fold=0).timestamp()
      if until and i>until.timestamp(): break
      out.append(int(i*1000))
      if len(out)>=30: break
    cases.append(dict(rule=rule,zone=tz,start=start,starts=out))
json.dump(dict(source="python-dateutil 2.9.0 rrule, zoneinfo; test/oracles/make-calendar.py",cases=cases),open('test/packages/gate/calendar/occurrences.json','w'),indent=1)

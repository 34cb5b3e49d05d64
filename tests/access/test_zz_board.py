from tests.access.test_answers import *
def test_mine(house):
    d=[]
    for row in ROWS:
        if not row.address.startswith("portal:board"): continue
        for name in PEOPLE:
            for m in METHODS:
                a=house.ask(name,m,house.address(row.address,""),None)
                if m=="GET" and answer_in_short(a)!=row.answers[name]: d.append((row.address,name,answer_in_short(a)))
                if m!="GET" and a.status_code!=405: d.append((row.address,name,m,a.status_code))
    assert d==[]

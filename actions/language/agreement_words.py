"""The words of which a plain yes and a plain no are made, as templates of `phrases.expanded`."""

YES = """
yes|yep|yeah|yup|yea|yess|yepp|yupp|yeahh|ya|yah|yeh|ye|yh|yas|yass|yus|yis|yesh|y|aye|ys|yse
yessir|yes_sir|yes_maam|yes_indeed|uh_huh|mhm|mm_hmm|mhmm
si|sí|oui|ja|claro|da
sure|sure_thing|for_sure|sure_why_not|yeah_why_not|yes_why_not|ok_why_not|sure_am|sure_is|sure_do
of_course|ofc|ofcourse|absolutely|absolutly|definitely|definately|definitly|defo|certainly|surely|totally
obviously|naturally|indeed|undoubtedly|without_a_doubt|no_doubt|by_all_means|be_my_guest|you_bet|you_betcha
affirmative|roger|roger_that|aye_aye|positive|exactly
precisely|correct|agreed|agree|confirmed|confirm|approved
accepted|granted|accept|approve|authorized|authorised
i|we agree|confirm|accept|approve|consent|authorize|authorise|do
i|we agree|confirm|accept|approve|consent|authorize|authorise to|with it|that|this
i|we confirm|agree|accept that
i|we can|do|hereby confirm|agree
im|i_am|were|we_are sure|certain|positive|happy_with_it
im|i_am|were|we_are happy_with_that|ok_with_that|okay_with_that|fine_with_that
im|i_am very|quite|absolutely|100_%|completely|totally|pretty sure|certain|positive
you_have my|our ok|okay|permission|consent|approval|go_ahead|blessing
i_give|giving you|- my permission|consent|ok|okay|approval|go_ahead
please|pls|plz|please_do|pls_do|plz_do|please_and_thank_you
do|please_do|just_do|lets_do|you_can_do|go_ahead_and_do|yes_do|pls_do|plz_do it|that|this|so
do_it|do_that it|that|already
go|going ahead|for_it
go_on|go|go_right_ahead|move_ahead|move_forward|go_forward
proceed|continue|carry_on|keep_going|fire_away|press_on
go_ahead|proceed|continue|carry_on|move_forward|go_on with it|that|this|the_change|the_changes|this_change
you|u can|may
you|u can|may|could|should go_ahead|proceed|continue|do_it|do_that|do_so
lets do_it|do_that|do_this|go|go_ahead|proceed|continue|go_for_it
make_it|make_that|make_this so|happen|official
feel_free|feel_free_to|feel_free_to_do_so|feel_free_to_proceed
i|we do|would|would_like_that|would_love_that
id|i_would|wed love|like that|to_proceed|to_continue|to_go_ahead|you_to_proceed|you_to_do_that
i|we want to_continue|to_go_ahead|to_proceed|you_to_proceed|you_to_do_that|you_to_do_it
i_want|i_need|i_wish|id_like to|you_to do_it|do_that|proceed|continue|go_ahead|confirm
thats|that_is|this_is all|- correct|right|exactly_right|perfect|fine|good|great|ok|okay|alright
its|it_is all|- correct|right|exactly_right|perfect
thats|that_is fine|good|ok|okay|great|perfect|alright|cool with|by|for me|us
thats|that_is cool
thats|that_is what_i|what_we|exactly_what_i|just_what_i want|meant|need|wanted
thats|that_is what_i|what_we|exactly_what_i|just_what_i asked_for|said|mean|would_like
thats|that_is the_plan|what_im_after|the_idea|the_one|settled|agreed
that|this|everything|all|- sounds|looks|seems good|great|fine|right|correct
that|this|everything|all|- sounds|looks|seems perfect|ok|okay|alright|excellent
that|this|- sounds|looks|seems good|great|fine|right|correct|perfect|ok|okay to|for me|us
that|this works|suits
that|this|- suits|suit me|us
that|this|- works for|with me|us
that|this works|suits|will_work fine|great|well|perfectly for|- me|us
works|fine|good|ok|okay|great|perfect for|by|with me|us
fine|good|ok|okay|great|perfect with|by that|it|this
everything|all is|looks|sounds|- correct|right|in_order|as_it_should_be
sounds_like_a_plan|good_idea|great_idea|good_plan|good_to_go|good_call
lgtm|im_in|count_me_in|deal|its_a_deal
yes|yeah|yep to|for that|this|it|sure
i_said yes|yeah|yep|ok|do_it
the answer_is|- yes
my_answer_is yes
thats|thatd|that_would|it_would a|be|be_a|- yes
that_would_be|thatd_be|that_will_be|thatll_be|itd_be|it_would_be great|good|perfect|lovely|nice|fine|wonderful
that_would_be|thatd_be|it_would_be brilliant|amazing|awesome|fantastic|helpful|kind|very_kind|ideal|all_right
im|i_am sure|certain about_it|of_it|about_that|about_this
100|hundred|a_hundred|one_hundred %|percent
its|thats|it_is|that_is a_yes|yes from_me|-
oh|hell|heck|big|exactly yes
yes|yeah|yep|exactly exactly_that|that_exactly
yeppers|yes_siree|permission_granted|green_light|thumbs_up|so_be_it|crack_on|work_away|do_your_thing|get_it_done
as|like|just_like|just_as you_said|you_say|you_suggested|you_described|described
i|we still|really do|want_to
im|i_am|were|we_are|- happy|fine|ok|okay|cool|good|alright with|by|about that|this|me
the_address|the_number|the_amount|the_card is|looks correct|right
get_on_with_it|you_do_that|no_objections_from_me|thats_my_final_answer
👍|👌|✅|✔|☑|💯|🆗|👍👍
"""
ACKNOWLEDGED = """
ok|okay|okk|okie|okey|oki|oke|k|kk
okay_dokey|okey_dokey|okie_dokie|alright|all_right|alrighty|aight|righto|right_o
fine|very_well|perfect|right_you_are|fair_enough|spot_on|bang_on|too_right
"""
# As often said to turn something down: "fine, thanks" is asked again. Praise alone ("great") is a courtesy.
AMBIGUOUS = """
fine|im_fine|good|im_good|were_good thanks|thank_you|thankyou|thx|ty|cheers
"""
COURTESIES = """
please|pls|plz|thanks|thank_you|thankyou|thx|thnx|ty|tysm|tyvm|tks|cheers|ta|kindly|many_thanks|much_obliged
thanks|thank_you so|very|a much|lot|ton|million|bunch
thanks_in_advance|thank_you_in_advance|much_appreciated|appreciate_it
i_appreciate_it|appreciated|thats_kind|very_kind
thanks|thank_you for your|the|- help|helping|asking|checking|patience
sir|maam|mam|madam|miss|mate|buddy|pal|bro|dude|man|friend|my_friend|dear|guys|there|bot|aisle
ive_decided|i_decided|ive_made_up_my_mind|ive_thought_about_it|from_me
now|right_now|right_away|straight_away|at_once|immediately
asap|already|then|too_then|today|as_soon_as_possible|quickly
just|so|and|oh|ah|well|hi|hello|hey|absolutely|totally|simply|very_much
with_pleasure|if_you_would|if_you_please|if_you_can|when_youre_ready|whenever_youre_ready|im_ready|ready
cool|nice|lovely|wonderful|awesome|brilliant|fantastic
super|amazing|great|perfect|good|excellent|sweet|splendid
thats all|it|everything|all_i_need|all_i_want|all_for_now
🙏|🙂|😊|😀|😃|😄|😁|❤|🎉|🙌|👏|💪|😉|☺|🤝
"""
# "No worries, proceed" is a yes; "ok, no worries" and "ok, I see" may as well be none.
EASED = """
all_good|i_want_that|no_worries|no_problem|no_problem_at_all|not_a_problem
no_objections|no_objection|no_issue|no_issues|i_dont_mind
i_understand|understood|got_it|i_see|i_know|noted|i_get_it|i_read_it|i_have_read_it|makes_sense
i_understand|i_know|i_get it|this|that|- cant|cannot|can_not be_undone
"""
THINGS = """
it|that|this|them|these|those|that_one|this_one
it|that|this|them|these|those for me|us
"""
WHOLE = """
all|everything|the_lot|the_whole_thing|it_all|them_all|all_of_it|all_of_them|all_of_that|all_of_this
"""
SET_UP = """
set_up|start|open|create|begin|make|do|confirm|approve
process|submit|complete|finish|finalize|finalise|arrange|book|file
proceed|continue|go_ahead|go_on|carry_on with
"""
# With the deed as a thing behind it: "I agree to the cancellation".
AGREES_TO = """
i|we|- agree|consent to
yes to
i|we|- want|request
ok|okay|happy|fine with
"""
LEADS = """
-|go_ahead_and|go_on_and|just|lets|you_can
you_may|you_should|feel_free_to|do|proceed_and|proceed_to|continue_to
i|we want|need|wish|like|would_like|do_want|still_want|do_still_want to|you_to
id|wed like|love to|you_to
go_ahead|proceed and|with_and just
"""
NUMBER = "<number>"

NO = """
no|nope|nah|na|nay|n|noo|no_no|no_way|non|nein|negative|never
no thanks|thank_you|thx|ty|ta|cheers|sir|maam|need|please
not|certainly_not|absolutely_not|definitely_not|of_course_not
not_really|rather_not|please_no|better_not|hell_no
id|i_would rather|prefer not|not_to
dont|do_not|pls_dont|please_dont|please_do_not|no_dont|dont_you_dare|better_dont
👎|❌|🚫|🙅|✖|✋|⛔
"""
LEAVES = """
never_mind|nevermind|nvm|forget_it|forget_that
forget_about_it|forget_about_that|drop_it|scrap_that|scratch_that|stop
leave|keep it|that|this|them|these|those|everything|things|all as_it_is|as_they_are|as_is|alone|be|-
leave|keep my|the|this|that order|orders|return|exchange alone|as_it_is|as_is|-
leave|keep my|the|this|that items|item|address|card|payment alone|as_it_is|as_is|-
ill|i_will|i_want_to|i_d_like_to keep|leave it|them|that|this
id_like_to|let_me|ill_just|i_think_ill|let_me_just keep|leave it|them|that|this
dont|do_not|please_dont|please_do_not do|touch it|that|this|anything
no_need_to|i_dont_want_to|i_do_not_want_to|lets_not do|touch it|that|this|anything
dont|do_not|please_dont bother|change_anything|go_ahead|proceed|continue|touch_it
dont|do_not|pls_dont|please_dont|please_do_not|no_thanks|no_thank_you|no_thx|nah_thanks
i|ive|i_have|i_just|- changed my mind
i_dont_want|i_do_not_want it|that|this to_happen|anymore
lets_not|not_anymore|not_any_more|call_it_off|abort|i_take_it_back|take_that_back|i_didnt_ask_for_that
"""
GIVES_UP = "never_mind|nevermind|forget|forget_about|skip|drop|scrap|stop|no_need_for|lets_leave"
NEGATIONS = """
-|please|no|pls dont|do_not
i dont|do_not want|need|wish to|you_to
no_need_to|lets_not
"""
# Beside a plain no it only says the no again, whatever is about to be done: "no, don't cancel it".
UNDONE = """
dont|do_not|never cancel|return|exchange|refund|change|send|pause|skip it|that|this|them|anything|-
dont|do_not|never cancel|return|exchange|refund|change|send|pause|skip the|my|this|that|- order|return|item
dont|do_not|never cancel|return|exchange|refund|change|send|pause|skip the|my|this|that|- subscription|items
dont|do_not|never order|charge it|that|this|them|anything|me|-
"""
TURNS = """
wait|no_wait|actually|sorry|oh|hm|hmm
hold_on|hang_on|on_second_thought|on_second_thoughts|after_all|then|anymore
please|pls|plz|thanks|thank_you|thx|cheers|now|just|for_now
ok|okay|well|in_that_case|instead|i_think|i_said|and|so|uh|um
oops|whoops|whoopsie|woops|ah|aah|argh|ugh|er|erm|eh|omg|my_bad|my_mistake
"""

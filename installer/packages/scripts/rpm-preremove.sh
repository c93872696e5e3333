if [ "$1" = 0 ]; then before_removal; fi

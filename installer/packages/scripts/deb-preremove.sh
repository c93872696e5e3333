if [ "$1" = remove ]; then before_removal; fi

"""One folder from which the program is installed without a network: all wheels, their hashes, 安装.bat and install.sh."""

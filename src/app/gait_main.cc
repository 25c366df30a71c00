#include "app/commands.h"

int main(int argument_count, char** arguments) { return gait::app::run(argument_count, arguments); }

# Locks a process in and then becomes the program that was asked for, so that its process id stays the same.
# Perl, because Debian always has it (perl-base is essential) and it can make system calls; Node cannot, without native code.
# Every layer that the machine refuses is left out and the next one tried: nothing here says what is active. /proc does.
#
#   perl confine.pl arm64=0|1 net=0|1 view=0|1 keep=N|- cwd=PATH filter=HEX see=PATH… use=PATH… -- PATH-OF-PROGRAM NAME ARGUMENT…
#
# `see` may be read, `use` (a device) also written; `net=1` leaves the network, `keep` one capability. See sandbox.ts.
use strict;

my ($NEWNS, $NEWCGROUP, $NEWUTS, $NEWIPC, $NEWUSER, $NEWNET) =
  (0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x40000000);
my ($BIND_ALL, $PRIVATE_ALL, $DETACH, $FROM_HERE) = (4096 | 16384, 262144 | 16384, 2, -100);

my (%one, @see, @use);
while (defined(my $word = shift @ARGV)) {
  last if $word eq '--';
  my ($key, $value) = $word =~ /^(\w+)=(.*)$/s or exit 125;
  if ($key eq 'see') { push @see, $value } elsif ($key eq 'use') { push @use, $value } else { $one{$key} = $value }
}
my ($path, @command) = @ARGV;
my %number = $one{arm64}
  ? (unshare => 97, mount => 40, umount => 39, pivot_root => 41, prctl => 167, prlimit => 261)
  : (unshare => 272, mount => 165, umount => 166, pivot_root => 155, prctl => 157, prlimit => 302);
%number = (%number, mount_setattr => 442, landlock_create => 444, landlock_add => 445, landlock_restrict => 446);

my ($user, $group) = ($>, $) + 0);
namespaces();
my $in_view = $one{view} && view();
limits();
capabilities();
call('prctl', 38, 1, 0, 0, 0);    # no new privileges: from here on no program can raise its rights
landlock() if $one{view};
call('prctl', 1, 9, 0, 0, 0);     # dies with the edge
filter();
# Node does not start where OpenSSL's configuration is there and may not be read; without a network it has no use for one.
$ENV{OPENSSL_CONF} = '/dev/null' unless $one{net};
exec { $path } @command;
print STDERR "$command[0]: not found\n";
exit 127;

# True when the system call went well. Numbers go as numbers, texts by their address; `syscall` wants variables.
sub call {
  my ($name, @values) = @_;
  return syscall($number{$name}, @values) != -1;
}

# All at once or one after the other: what one refusal takes away must not take the rest. Without rights, by a user namespace.
sub namespaces {
  my $wanted = $one{net} ? 0 : $NEWNET;
  return if call('unshare', $NEWNS | $NEWIPC | $NEWUTS | $NEWCGROUP | $wanted);
  if (call('unshare', $NEWUSER | $NEWNS | $NEWIPC | $NEWUTS | $NEWCGROUP | $wanted)) {
    write_to('/proc/self/setgroups', 'deny');
    write_to('/proc/self/uid_map', "$user $user 1");
    write_to('/proc/self/gid_map', "$group $group 1");
    return;
  }
  for my $kind ($wanted, $NEWNS, $NEWIPC, $NEWUTS) { call('unshare', $kind) if $kind }
}

sub write_to {
  my ($file, $text) = @_;
  open(my $to, '>', $file) or return;
  syswrite $to, $text;
  close $to;
}

# A root folder that has what is to be seen and nothing else, all of it read-only. False, and nothing changed, where that fails.
sub view {
  my ($none, $tmpfs, $slash, $mode) = ('none', 'tmpfs', '/', 'mode=0755,size=1m');
  # Opened before the new root covers the place where it is built.
  my @open = map { [$_, -l $_ && -d $_ && readlink($_), handle($_)] } @see, @use;
  my $self = handle("/proc/$$") or return 0;
  return 0 unless call('mount', $none, $slash, 0, $PRIVATE_ALL, 0);
  my $base = '/tmp';
  return 0 unless call('mount', $none, $base, $tmpfs, 0, $mode);
  for my $each (@open, ["/proc/$$", '', $self]) {
    my ($place, $link, $handle) = @$each;
    next if -e "$base$place" || -l "$base$place";
    if ($link) { parents("$base$place"); symlink $link, "$base$place" if $link !~ m{^/} }
    elsif ($handle) { return leave($base) unless bind_at($handle, "$base$place") }
  }
  symlink $$, "$base/proc/self";
  parents("$base$one{cwd}/.");
  my $read_only = pack 'Q4', 1 | 2, 0, 0, 0;    # and no set-user-id
  my ($there, $here) = ($base, '.');
  return leave($base) unless syscall($number{mount_setattr}, $FROM_HERE, $there, 0x8000, $read_only, 32) != -1;
  return leave($base) unless chdir $base;
  unless (call('pivot_root', $here, $here)) { chdir $one{cwd}; return leave($base) }
  call('umount', $here, $DETACH);
  # Names of files may be relative to where the edge was started.
  chdir $one{cwd} or chdir $slash;
  return 1;
}

sub leave {
  my ($base) = @_;
  call('umount', $base, $DETACH);
  return 0;
}

# Opened as a mere place (O_PATH), without any right to its content.
sub handle {
  my ($place) = @_;
  my $at;
  return sysopen($at, $place, 010000000) ? $at : undef;
}

sub bind_at {
  my ($handle, $target) = @_;
  my $source = '/proc/self/fd/' . fileno $handle;
  parents($target);
  if (-d $source) { mkdir $target, 0755 }
  else { open(my $file, '>', $target) or return 0; close $file }
  my $none = 'none';
  return call('mount', $source, $target, $none, $BIND_ALL, 0);
}

sub parents {
  my ($target) = @_;
  my $so_far = '';
  my @names = split m{/}, substr $target, 1;
  pop @names;
  for my $name (@names) { $so_far .= "/$name"; mkdir $so_far, 0755 }
}

# No core dump, and no byte into a file: pipes and sockets have no such limit.
sub limits {
  my ($nothing, $files) = (pack('Q2', 0, 0), pack('Q2', 1024, 1024));
  call('prlimit', 0, 4, $nothing, 0);
  call('prlimit', 0, 1, $nothing, 0);
  call('prlimit', 0, 7, $files, 0);
}

# Root without its capabilities is a user who happens to own files; none can come back by any program.
sub capabilities {
  for my $each (0 .. 63) { call('prctl', 24, $each, 0, 0, 0) unless $one{keep} eq $each }
  call('prctl', 47, 4, 0, 0, 0);    # no ambient ones
}

# The same view once more by the kernel's Landlock, which needs no rights; it also keeps from looking into other processes.
sub landlock {
  my $none = 0;
  my $version = syscall $number{landlock_create}, 0, 0, 1;
  return if $version < 1;
  my $handled = $version >= 5 ? 0xffff : $version >= 3 ? 0x7fff : $version >= 2 ? 0x3fff : 0x1fff;
  my $net = $version < 4 ? 0 : $one{net} ? 1 : 3;
  my $scoped = $version < 6 ? 0 : 3;
  my $rules = pack 'Q3', $handled, $net, $scoped;
  my $size = $version >= 6 ? 24 : $version >= 4 ? 16 : 8;
  my $ruleset = syscall $number{landlock_create}, $rules, $size, 0;
  return if $ruleset < 0;
  for my $place ($in_view ? '/' : (@see, '/proc')) { allow($ruleset, $place, 1 | 4 | (-d $place ? 8 : 0)) }
  for my $place ('/dev/null') { allow($ruleset, $place, 2 | 4) }
  for my $place (@use) { allow($ruleset, $place, 2 | 4 | ($handled & 0x8000)) }
  syscall $number{landlock_restrict}, $ruleset, 0;
}

sub allow {
  my ($ruleset, $place, $rights) = @_;
  my $at = handle($place) or return;
  my $rule = pack 'Ql', $rights, fileno $at;
  syscall $number{landlock_add}, $ruleset, 1, $rule, 0;
}

# The filter of system calls. It knows a place for our own process id, which nobody knew before we were there.
sub filter {
  my $hex = $one{filter} or return;
  $hex =~ s/4954554f/unpack 'H8', pack 'L', $$/ge;
  my $program = pack 'H*', $hex;
  my $described = pack 'S x6 P', length($program) / 8, $program;
  call('prctl', 22, 2, $described, 0, 0);
}

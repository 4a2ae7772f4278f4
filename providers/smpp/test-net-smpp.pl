#!/usr/bin/perl
# An SMSC on Net::SMPP, for `net-smpp.test.ts`: accepts one session, prints what is bound and submitted, a line each, and
# reports every submit as delivered. Ids are told in hexadecimal, and in decimal in the receipts.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34) or die "cannot listen: $!";
print "port ", $listener->sockport, "\n";
my $session = $listener->accept or die "nobody came: $!";
my $id = 171;
while (my $pdu = $session->read_pdu) {
  my $cmd = $pdu->{cmd};
  if ($cmd == 0x09) {
    print "bind $pdu->{system_id} $pdu->{password} $pdu->{interface_version}\n";
    $session->bind_transceiver_resp(system_id => 'perl', seq => $pdu->{seq});
  } elsif ($cmd == 0x04) {
    $id++;
    print join(' ', 'submit', $pdu->{source_addr_ton}, $pdu->{source_addr}, $pdu->{destination_addr}, $pdu->{esm_class},
      $pdu->{data_coding}, $pdu->{validity_period}, unpack('H*', $pdu->{short_message})), "\n";
    $session->submit_sm_resp(message_id => sprintf('%X', $id), seq => $pdu->{seq});
    $session->deliver_sm(
      source_addr => $pdu->{destination_addr},
      destination_addr => $pdu->{source_addr},
      esm_class => 0x04,
      short_message => "id:$id sub:001 dlvrd:001 submit date:2611280900 done date:2611280901 stat:DELIVRD err:000 text:",
      async => 1,
    );
  } elsif ($cmd == 0x80000005) {
    print "receipt $pdu->{status}\n";
  } elsif ($cmd == 0x15) {
    $session->enquire_link_resp(seq => $pdu->{seq});
  } elsif ($cmd == 0x06) {
    print "unbind\n";
    $session->unbind_resp(seq => $pdu->{seq});
    last;
  }
}

#pragma once
// One accepted connection, served by a coroutine on its thread until it closes. Inside gateway/http
// only.

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "gateway/http/io_thread.hpp"

namespace ow::http {

/// Serves `socket` on `thread`; `tls` null means plain. Shared::enter() was called; this leaves.
void serve(IoThread& thread, boost::asio::ip::tcp::socket socket,
           const boost::asio::ip::address& caller, boost::asio::ssl::context* tls);

}  // namespace ow::http

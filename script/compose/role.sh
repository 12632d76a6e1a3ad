#!/usr/bin/env bash
# Run once by the database's image: the portal's role owns its database and is no superuser.
set -euo pipefail
psql --set ON_ERROR_STOP=1 --set password="$PORTAL_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE portal LOGIN NOSUPERUSER NOCREATEROLE CREATEDB PASSWORD :'password';
CREATE DATABASE portal OWNER portal;
SQL

"""The shell: Prefect flows, settings and the command line. The only room that knows both others."""

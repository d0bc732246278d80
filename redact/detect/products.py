"""Products that organisations run: what protects, connects and stores, and what the work is done in.

General knowledge of the market, no list of any organisation. Names that are words, companies or consumer products as
well are left out, or stand among the makers: there a product must follow. Spelt as their makers do.
"""

from __future__ import annotations


def _lines(text: str) -> frozenset[str]:
    return frozenset(name for line in text.splitlines() for name in map(str.strip, line.split("|")) if name)


SECURITY = _lines(
    """FortiGate|FortiOS|FortiClient|FortiManager|FortiAnalyzer|FortiWeb|FortiMail|FortiNAC|FortiSIEM|FortiEDR
    FortiProxy|FortiSwitch|FortiAP|FortiAuthenticator|FortiSandbox|Palo Alto|PAN-OS|GlobalProtect|Cortex XDR
    Cortex XSOAR|Prisma Access|WildFire|Check Point|CheckPoint|NetScaler|Citrix ADC|Citrix Gateway
    Citrix NetScaler|Citrix XenApp|Citrix Workspace|Citrix|XenDesktop|XenServer|Pulse Secure|Pulse Connect
    Pulse Connect Secure|Ivanti|Ivanti Connect Secure|MobileIron|Cisco ASA|Cisco IOS|Cisco IOS XE|Cisco ISE
    Cisco AnyConnect|AnyConnect|Cisco Umbrella|Cisco Firepower|Firepower|Cisco Catalyst|Cisco Nexus|Cisco Meraki
    Meraki|Juniper|Junos|Junos OS|Sophos|Sophos XG|SonicWall|WatchGuard|Barracuda|Stormshield|Forcepoint|Zscaler
    Netskope|pfSense|OPNsense|OpenVPN|WireGuard|strongSwan|F5 BIG-IP|BIG-IP|Proofpoint|Mimecast|Cellopoint
    Darktrace|Vectra|ExtraHop|CrowdStrike|SentinelOne|Carbon Black|Cylance|Trellix|McAfee ePO|ePolicy Orchestrator
    Kaspersky Endpoint Security|ESET Endpoint|ESET Protect|Symantec Endpoint|Bitdefender GravityZone
    Trend Micro Apex|Defender for Endpoint|Defender for Identity|Defender for Office|Defender for Cloud
    Microsoft Defender|Windows Defender|Microsoft Sentinel|Azure Sentinel|Splunk|Splunk Enterprise|QRadar
    LogRhythm|ArcSight|AlienVault|Wazuh|Elastic SIEM|Graylog|LogPoint|Securonix|Exabeam|Rapid7|InsightVM|Nexpose
    Nessus|Tenable|Tenable.io|Tenable.sc|Qualys|OpenVAS|Greenbone|Burp Suite|Metasploit|Cobalt Strike|BloodHound
    Mimikatz|PsExec|TheHive|MISP|OpenCTI|Velociraptor|EclecticIQ|ThreatConnect|Anomali|Recorded Future|Suricata
    Snort|Zeek|CyberArk|BeyondTrust|Thycotic|Delinea|SailPoint|Omada|One Identity|Okta|RSA SecurID|SecurID
    Duo Security|Thales Luna|nCipher|Entrust|KeePass|LastPass|1Password|Bitwarden|HashiCorp Vault|BitLocker
    VeraCrypt|TrueCrypt|YubiKey|Cellebrite|UFED|EnCase|X-Ways|Magnet AXIOM|XRY|GrayKey|Maltego|Palantir Gotham
    Palantir Foundry|Hansken|Log4j|OpenSSL|GnuPG|MOVEit|MOVEit Transfer|GoAnywhere|Accellion|Kiteworks|Zivver
    Cryptshare|SecureTransfer|FileCap"""
)
"""What protects, and what is looked at with it."""

PLATFORMS = _lines(
    """Active Directory|Entra ID|Azure AD|Azure Active Directory|AD FS|ADFS|Exchange Server|Exchange Online
    Windows Server|Windows XP|Windows 7|Windows 8|Windows 8.1|Windows 10|Windows 11|Windows Vista|Windows CE
    Windows Embedded|Windows NT|SQL Server|MS SQL|MSSQL|PostgreSQL|MySQL|MariaDB|MongoDB|Redis|Elasticsearch
    OpenSearch|Kibana|Grafana|Prometheus|Zabbix|Nagios|Icinga|PRTG|SolarWinds|SCOM|SCCM|WSUS|Intune
    Microsoft Intune|Microsoft Endpoint Manager|Jamf|Workspace ONE|AirWatch|Oracle Database|Oracle DB|Oracle Forms
    Oracle APEX|WebLogic|WebSphere|JBoss|WildFly|GlassFish|Tomcat|Apache Tomcat|Apache HTTP|Apache Struts|Struts
    nginx|NGINX|HAProxy|Varnish|Internet Information Services|SharePoint Server|SharePoint Online|SharePoint
    Lotus Notes|Lotus Domino|HCL Domino|HCL Notes|GroupWise|Zimbra|Roundcube|Postfix|Sendmail|Nextcloud|ownCloud
    Citrix ShareFile|ShareFile|Filr|Ubuntu|Debian|Red Hat|Red Hat Enterprise Linux|RHEL|CentOS|SUSE|SLES
    Rocky Linux|AlmaLinux|Solaris|AIX|HP-UX|OpenVMS|AS/400|z/OS|FreeBSD|VMware|VMware ESXi|vSphere|vCenter
    vRealize|VMware Horizon|Horizon View|ESXi|Hyper-V|Proxmox|Nutanix|KVM|Xen|OpenStack|OpenShift|Kubernetes
    Rancher|Docker|Terraform|Ansible|Chef Infra|Jenkins|GitLab|GitHub Enterprise|Bitbucket|Azure DevOps|TeamCity
    SonarQube|Nexus Repository|Artifactory|Confluence|Jira|Jira Service Management|Veeam|Commvault|NetBackup
    Backup Exec|Rubrik|Cohesity|Acronis|Arcserve|Tivoli Storage Manager|Spectrum Protect|NetApp|EMC VNX|Isilon
    PowerEdge|PowerStore|Synology DiskStation|QNAP|3PAR|Nimble Storage|Aruba ClearPass|ClearPass|Infoblox|BlueCat
    TeamViewer|AnyDesk|RustDesk|Splashtop|LogMeIn|Bomgar|UltraVNC|TightVNC|RealVNC|PuTTY|WinSCP|FileZilla
    MobaXterm|Remote Desktop Gateway|RD Gateway|RES Workspace|RES ONE|Liquit|AppSense|PaperCut|SafeCom|uniFLOW
    Kaseya|ConnectWise|N-able|NinjaOne|MuleSoft|BizTalk|TIBCO|webMethods|Enterprise Service Bus|RabbitMQ|ActiveMQ
    Apache Kafka|Hadoop|Databricks|Snowflake|Azure Synapse|Informatica|Talend|SQL Server Integration Services|SSIS
    SSRS|Power BI Report Server|Tableau Server|QlikView|Qlik Sense|Cognos|SAP BusinessObjects|BusinessObjects
    MicroStrategy|ArcGIS|ArcGIS Server|GeoServer|FME Server|MapServer|Keycloak|Shibboleth|SURFconext|OpenLDAP
    FreeRADIUS|3CX|Avaya Aura|Cisco Unified|CUCM|Cisco Webex Calling|Asterisk|Genesys Cloud|Anywhere365
    Skype for Business|Lync|Log Analytics"""
)
"""What everything else runs on."""

INDUSTRY = _lines(
    """Siemens S7|SIMATIC|S7-300|S7-400|S7-1200|S7-1500|WinCC|TIA Portal|SINEMA|SCALANCE|Desigo|OSIsoft PI|AVEVA
    Wonderware|InTouch|Citect|ClearSCADA|GeoSCADA|EcoStruxure|Modicon|Schneider M340|Allen-Bradley|ControlLogix
    CompactLogix|FactoryTalk|RSLogix|iFIX|Proficy|ABB 800xA|Yokogawa Centum|Honeywell Experion|DeltaV|Ovation
    Kepware|KEPServerEX|Moxa|eWON|Secomea|Tosibox|CoDeSys|CODESYS|Beckhoff|WAGO|Phoenix Contact|Milestone XProtect
    XProtect|Genetec|Security Center|Avigilon|Lenel|OnGuard|Nedap AEOS|AEOS|Gallagher|Paxton|SALTO|SIPASS|iProtect
    Galaxy Dimension|Crestron|Insteon|Xeams|SCADA"""
)
"""What runs pumps, locks, doors and cameras."""

BUSINESS = _lines(
    """TOPdesk|Topdesk|ServiceNow|Ultimo|Clientele ITSM|Marval|Axios Assyst|OTRS|Zendesk|Freshservice|Omnitracker
    BMC Remedy|Xurrent|AFAS Profit|Youforce|Visma Raet|HR Core|SAP HCM|SuccessFactors|SAP S/4HANA|S/4HANA|SAP ECC
    SAP R/3|SAP Ariba|SAP Fiori|PeopleSoft|Workday|Cornerstone OnDemand|ADP Workforce|P-Direkt
    Oracle E-Business Suite|Oracle EBS|Oracle Fusion|JD Edwards|Unit4 Financials|Unit4 ERP|Agresso|Exact Globe
    Exact Online|Twinfield|Dynamics 365|Dynamics AX|Dynamics NAV|Dynamics CRM|Navision|Business Central
    CODA Financials|Key2Financiën|iFinanciën|LIAS|Pepperflow|Proactis|Negometrix|Mercell|Salesforce|SugarCRM
    HubSpot|Pega|Appian|OutSystems|Mendix|Camunda|BlueRiq|Blueriq|Be Informed|Cordys|USoft|Oracle Siebel|Siebel
    Documentum|FileNet|OpenText Content Server|OpenText|Hyland OnBase|OnBase|Alfresco|M-Files|Laserfiche|Verseon
    Djuma|Decos JOIN|JOIN Zaak|JOIN Klantcontact|Mozard|Zaaksysteem.nl|xxllnc Zaken|xxllnc|eSuite|OpenZaak
    Open Zaak|GreenValley|InProces|Exxellence|Digidos|DigiDoc|SmartDocuments|Xential|iWriter|DocFlow|iBabs|Notubiz
    Parlaeus|GemeenteOplossingen|Company Webcast|Preservica|Archivematica|e-Depot|Squit|Squit 20/20|OpenWave
    Powerbrowser|PowerBrowser|BWT4All|MPM4all|GWS4all|Suite4Work|Civision|Makelaarsuite|GISVG|GeoVISIA|Neuron BAG
    Suwinet|Suwinet-Inkijk|Mens Centraal|WIZportaal|Stipter|Zorgned|WIGO4IT|Regicare|MetaObjects|GidsOnline
    PiSociaal|iSamenleving|iBelastingen|iWaarderen|4WOZ|GouwBelasting|TaxaWOZ|Antero|Obsurv|GeoVisia|BeheerVisie
    GBI Beheersysteem|Powerforms|Cityforms|SIMsite|Seneca XML|Drupal|TYPO3|WordPress|Joomla|Sitecore|Umbraco|Plone
    Liferay|Hippo CMS|Bloomreach|Magnolia CMS|ChipSoft HiX|HiX|Chipsoft|Epic Hyperspace|Nexus EPD|mijnQuarant
    Medicom|Promedico|MicroHIS|TransHIS|CoronIT|GGD Contact|Ysis|QIC|Plancare|Magister|SOMtoday|Somtoday|ParnasSys
    Eduarte|EduArte|Canvas LMS|Brightspace|Blackboard Learn|Moodle|Xedule|TestVision|Cirrus Exam|Ans Delft
    BlueSpider|Summ-IT|SummIT|BVI-IB|Basisvoorziening Handhaving|BVCM|BVH|Luris|LURIS|COMPAS|GPS-systeem|Tulp-Gw
    INDiGO|Inspectieview|MijnXtra|LiveOp|Veiligheidspaspoort|VR-Kompas|MultiTeam|AG5|Safety Portal|Planview
    Clarity PPM|Primavera|Principal Toolbox|Projectplace|Xerox DocuShare|DocuShare|Ibis Trad|Relatics|BIM 360
    Bluebeam|Maximo|Infor EAM|Datastream|Strukton Prisma|WorkPoint|Digi-Inkoop|Rijkszaak|DigiJust|Digijust
    BoardEffect|Bizzdesign|Sparx Enterprise Architect|Enterprise Architect|BlueDolphin|ValueBlue|Mavim
    Engage Process|Naris|Key2Control|Cerrix|OneTrust|PrivacyPerfect|BWise|RSA Archer|Archer GRC|Limesurvey
    LimeSurvey|Qualtrics|Formdesk|Webropol|Coosto|OBI4wan|Hootsuite|Zermelo|phpMyAdmin|Blackboard|Sectra PACS
    Sectra|Medispeech|Medimo|ZorgDomein|MetaVision|Nedap ONS|Pluriform|itslearning|Social Schools|Parro|Basispoort
    Trajectplanner|N@Tschool|JCC Afspraken|JCC-Afspraken|Qmatic|Timeblockr|Procura Burgerzaken|GeoWeb|NedGraphics
    BOSZ|MEOS|HKS|XPOL|OOV-Alert|C2000|P2000|ARBAC|Eagle One|iView|Delft-FEWS|HydroNET|Z-info|Rijksportaal
    Squit XO|OpenTunnel|YouForce|iColumbo|Cloverleaf|Enovation|ZorgMail|VECOZO|LexisNexis|Nexis Uni|Company.info"""
)
"""What the work is done in: cases, money, people, permits, care, enforcement, education."""

CODED = _lines(
    """Windows|Exchange|SharePoint|Office|Outlook|Oracle|Apache|PHP|Java|Python|Perl|Ruby|Linux|Android|iOS|macOS
    Chrome|Firefox|Edge|Samba|OpenSSH|BIND|Drupal|Node.js|jQuery|Spring|Citrix Receiver|Adobe Reader|Acrobat|Flash
    .NET|.NET Framework|MS Office|Microsoft Office|PowerShell|VLC|WinRAR|7-Zip|Teams|Zoom|Webex|IIS|ILO|iLO|iDRAC"""
)
"""Products of which the name alone says little; with a version they count."""

MAKERS = _lines(
    """RICOH|SAMSUNG|Samsung|PANASONIC|Panasonic|SIEMENS|CISCO|BROTHER|Brother|EPSON|Epson|LENOVO|FUJITSU|Toshiba
    AFAS|Centric|PinkRoccade|Visma|Unit4|Exact|SAP|Oracle|IBM|Microsoft|Cisco|Juniper|HP|HPE|Hewlett-Packard|Dell
    Dell EMC|EMC|Lenovo|Fujitsu|Huawei|ZTE|Ericsson|Nokia|Alcatel|Avaya|Mitel|Aruba|Ruckus|Ubiquiti|MikroTik
    TP-Link|Netgear|D-Link|DrayTek|Zyxel|Extreme Networks|Brocade|Arista|Riverbed|Fortinet|Symantec|McAfee
    Trend Micro|ESET|Kaspersky|Bitdefender|F-Secure|RSA|Thales|Gemalto|HID|Siemens|Schneider|Honeywell|ABB
    Rockwell|Emerson|Yokogawa|GE|Mitsubishi|Omron|Bosch|Philips|Axis|Dahua|Hikvision|Milestone|Priva|Trend
    Johnson Controls|Sauter|Saia|Kieback|Nedap|Motorola|Hytera|Sepura|Tait|Airbus|Xerox|Ricoh|Canon|Konica Minolta
    Kyocera|Lexmark|Zebra|Datalogic|Synology|QNAP|Pure Storage|Hitachi|Quantum|Seagate|Fox-IT|Compumatica
    Technolution|Adobe|Atlassian|Autodesk|Esri|Bentley|OpenText|Micro Focus|Novell|Quest|Nuance|Planon|Ultimo
    Infor|Epicor|Sage|Salesforce|Raet|Centraal Boekhuis|Chipsoft|Epic|Decos|Roxit|Genetics|Circle|Atos|Capgemini"""
)
"""Makers whose name stands before that of a product: 'Maker Product 9'."""

NO_SYSTEMS = _lines(
    """Word|Excel|PowerPoint|Outlook|Teams|Office|WhatsApp|Signal|Telegram|Zoom|Webex|Facebook|Twitter|Instagram
    LinkedIn|YouTube|TikTok|Google|Gmail|Skype|Windows|Internet|Intranet|Pdf|iPhone|iPad|iOS|Android|MacBook|DigiD
    eHerkenning|MijnOverheid|Mijnoverheid|iDIN|iDEAL|PostNL|ProRail|TenneT|GroenLinks|ChristenUnie|PvdA
    JuniorKabinet|VluchtelingenWerk|RijksOverheid|BuZa|JenV|IenW|EenVandaag|BNNVARA|PowNed|NieuwsUur|DenkTank
    StopCovid|CoronaMelder|CoronaCheck|Kadaster|Handelsregister|Europa|Nederland|Brussel|Europol|Interpol|Covid
    McDonald|eID|eIDAS|ePaper|eBook|Staatscourant|TenderNed|Wikipedia|WeTransfer|Dropbox|OneDrive|SharePoint
    OpenData|QR-code|CoMensha|GGZ-instelling|BeNeLux|MKB-Nederland|VNO-NCW|NLdigital|UvA|UvT|TUe|AmsterdamUMC
    RadboudUMC|LUMC|MoU|SoC|PhD|BSc|MSc|IoT|SaaS|PaaS|IaaS|DDoS|DoS|VoIP|WiFi|Wi-Fi|WLAN|PoC|PvA|PvE|PvB|BoZ|CvB
    RvB|RvT|RvC|RvE|OvJ|HvJ|CvdK|MvT|MvA|NvW|NvT|VvE|IvhO|AvA|DvM|B&W|P&O|R&D|Q&A|Q&As|V&J|J&V|A&O|O&O|VenJ|EZenK
    SoZaWe|BinZa|MinFin|MinBuZa"""
)
"""What looks like the name of a system and is a product for everybody, a party, a ministry or a term."""

PUBLIC_CODES = _lines(
    """BRP|BAG|BRK|BRT|BGT|BRO|WOZ|GBA|NHR|KVK|RDW|BSN|IBAN|BTW|CBS|CBP|AP|ACM|AFM|DNB|UWV|SVB|CAK|CIZ|IND|COA|DJI
    DT&V|DTV|OM|KMAR|NFI|AIVD|MIVD|NCSC|NCTV|NCC|CSR|DTC|CERT|CSIRT|RIVM|GGD|GHOR|GGZ|RVO|NVWA|RWS|ILT|IGJ|DUO|OCW
    BZ|BZK|VWS|VENW|EZ|EZK|LNV|SZW|AZ|FIN|DEF|JENV|IENW|VROM|VNG|IPO|UVW|IBD|EU|VN|UN|NAVO|NATO|OVSE|OESO|WHO|NL
    USA|US|VS|UK|VK|BE|DE|FR|CIA|FBI|NSA|MI5|MI6|BND|ENISA|FRONTEX|VVD|CDA|PVV|SP|D66|PVDA|SGP|FVD|JA21|BBB|CU|GL
    DENK|VOLT|50PLUS|NSC|TK|EK|CIO|CISO|CTO|CEO|CFO|COO|DG|SG|PSG|DBO|FG|OR|DIR|HR|HRM|P&O|ICT|IT|OT|AI|ML|IV|MT
    RVB|PG|HID|TLP|MKB|ZBO|ZZP|BV|NV|VOF|AVG|GDPR|WOB|WOO|WBNI|NIS|NIS2|BIO|BIR|ISO|NEN|NTA|DPIA|PIA|GEB|AWB|GW
    GWW|BW|SR|SV|WVSR|WIV|WPG|WJSG|UAVG|EVRM|ABDO|VIR|VIRBI|CAO|BBRA|ARBO|VOG|VGB|EER|EG|ECLI|LJN|API|XML|JSON|CSV
    PDF|HTML|HTTP|HTTPS|SSL|TLS|SSH|FTP|SFTP|SMTP|IMAP|DNS|DHCP|VPN|LAN|WAN|WLAN|SSO|MFA|2FA|OTP|PIN|PUK|SMS|MMS
    USB|RAM|CPU|GPU|SSD|NAS|SAN|PC|TV|RDP|SMB|NTP|SNMP|SIEM|SOC|IDS|IPS|EDR|XDR|WAF|DMZ|VLAN|SQL|PHP|URL|IP|IPV4
    IPV6|MAC|GPS|GSM|LTE|4G|5G|3G|RFID|NFC|QR|OCR|CMS|CRM|DMS|ERP|ESB|DWH|GIS|BI|BIM|EPD|ECD|LMS|ELO|HIS|ITSM|CMDB
    SLA|SLO|RPO|RTO|OTAP|DTAP|SAAS|PAAS|IAAS|IAM|PAM|PKI|DKIM|DMARC|SPF|CVE|CVSS|IOC|TTP|APT|DDOS|C2|ID|NB|PS|CC
    BCC|RE|FW|FYI|ASAP|TBD|NVT|OK|NOS|NRC|AD|RTL|BBC|CNN|ANP|WK|OS|COVID|PCR|IC|SEH|OMT|MCCB|ICCB|IAO|CTER|LTTB
    LOCC|KPMG|PWC|EY|TNO|WODC|SCP|CPB|PBL|WRR|ROB|AWTI|SER|TU|HBO|MBO|WO|VO|PO|HAVO|VWO|VMBO|CITO|CV|HDD|EUR|USD
    KG|KM|MB|GB|TB|KB|CO2|A4|A3|Q1|Q2|Q3|Q4|H1|H2"""
)
"""Letters that name a register for everybody, a body, a law or a technique: no system of one's own."""

COMPANY_WORDS = _lines(
    """Nederland|Netherlands|Holland|Group|Groep|Benelux|Europe|Europa|International|Holding|Solutions|Services
    Service|Consulting|Consultancy|Public|Sector|Support|Academy|Academie|Systems|Software|Technologies|Technology
    Networks|Security|Corporation|Corp|Inc|Ltd|GmbH|Overheid|Zorg|Onderwijs|Bank|Foundation|Partner|Partners|BV|NV
    B.V|N.V|Healthcare|Nieuws|Medewerkers|Online|Inkoop|Contract|Verzekeringen|Stichting|Arena|Stadion|Design
    Print|Mobility|Building"""
)
"""After the name of a maker: a company, no product."""
